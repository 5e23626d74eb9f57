// Validates JSON against schemas: {schema, references, values: {name: value}} on stdin, {name: [problem]} on stdout.
import { readFileSync } from "node:fs";
import draft04 from "ajv-draft-04";
import Ajv from "ajv";
import draft06 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import formats from "ajv-formats";

const { schema, values, strip } = JSON.parse(readFileSync(0, "utf8"));
const root = JSON.parse(readFileSync(schema, "utf8"));
// The schema of Adaptive Cards names itself as draft 4 did, and is draft 6.
if (!String(root.$schema).includes("draft-04")) delete root.id;
const old = String(root.$schema).includes("draft-04");
const ajv = new (old ? draft04.default ?? draft04 : Ajv.default ?? Ajv)({ strict: false, allErrors: true, logger: false, unicodeRegExp: false });
if (!old) ajv.addMetaSchema(draft06);
(formats.default ?? formats)(ajv);
const check = ajv.compile(root);
const found = {};
for (const [name, value] of Object.entries(values)) {
  for (const property of strip ?? []) delete value[property];
  found[name] = check(value) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message}`);
}
console.log(JSON.stringify(found));
