// The JSON API, as docs/playground.md describes it to everybody else.

export class Refused extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export async function get(path) {
  return answer(await fetch(`/local/${path}`, { cache: "no-store" }));
}

/** Send an event. Its delivery id stays the same when the network makes us say it twice. */
export async function post(path, body) {
  const said = JSON.stringify(path === "clock" ? body : { id: crypto.randomUUID(), ...body });
  const ask = () => fetch(`/local/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: said });
  let response;
  try {
    response = await ask();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 800));
    response = await ask();
  }
  return answer(response);
}

async function answer(response) {
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, data.error ?? "failed");
  return data;
}
