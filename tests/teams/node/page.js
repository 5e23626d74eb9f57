// Shows cards as Teams' own renderer draws them: show([{name, card, dialog}]) puts one figure for each on the page.
import { AdaptiveCard, HostConfig, SerializationContext, ValidationEvent, Versions } from "adaptivecards";

const HOST = new HostConfig({
  fontFamily: "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 26, padding: 12 },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  containerStyles: {
    default: {
      backgroundColor: "#FFFFFF",
      foregroundColors: {
        default: { default: "#242424", subtle: "#616161" },
        attention: { default: "#B10E1C", subtle: "#B10E1C" },
      },
    },
  },
  actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
  inputs: { label: { requiredInputs: { weight: "bolder", suffix: " *" }, optionalInputs: { weight: "bolder" } } },
});

window.pressed = [];

function drawn({ name, card, dialog }) {
  const figure = document.createElement("figure");
  figure.dataset.name = name;
  figure.style.width = dialog ? "420px" : "560px";
  const caption = document.createElement("figcaption");
  caption.textContent = name;
  const made = new AdaptiveCard();
  made.hostConfig = HOST;
  const context = new SerializationContext(Versions.v1_5);
  made.parse(card, context);
  const wrong = [];
  for (let place = 0; place < context.eventCount; place++) {
    const { event, message } = context.getEventAt(place);
    // Charts came after 1.5: this renderer shows what stands in for them, as older clients do.
    if (event === ValidationEvent.UnknownElementType && message.includes("Chart.")) continue;
    wrong.push(message);
  }
  for (const event of made.validateProperties().validationEvents ?? []) wrong.push(event.message);
  made.onExecuteAction = (action) => {
    window.pressed.push({ name, title: action.title, type: action.getJsonTypeName(), data: action.data ?? action.url });
  };
  const shown = made.render();
  figure.append(caption, ...(shown ? [shown] : []));
  figure.dataset.wrong = wrong.join("; ") || (shown ? "" : "nothing was drawn");
  return figure;
}

window.show = (all) => {
  document.getElementById("root").replaceChildren(...all.map(drawn));
};
