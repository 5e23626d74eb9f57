// Shows blocks as Slack would: show([{name, kind, title, blocks}], picture) puts one card for each on the page.
import { Component } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";

class Guard extends Component {
  state = { broken: "" };
  static getDerivedStateFromError(error) {
    return { broken: String(error) };
  }
  render() {
    return this.state.broken ? <p data-broken>{this.state.broken}</p> : this.props.children;
  }
}

function Card({ seen, logo }) {
  return (
    <figure data-name={seen.name} data-again={/ as (home|modal)$/.test(seen.name) || undefined} style={{ width: seen.kind === "modal" ? 520 : 680 }}>
      <figcaption>{seen.name}</figcaption>
      <Guard>
        <Message blocks={seen.blocks} name="Lentera" logo={logo} time={new Date(2026, 10, 18, 9, 41)} unstyled={false} />
      </Guard>
    </figure>
  );
}

window.show = (all, logo) => {
  const root = createRoot(document.getElementById("root"));
  flushSync(() => root.render(all.map((seen) => <Card key={seen.name} seen={seen} logo={logo} />)));
};
