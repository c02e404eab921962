// The behaviours of NHS.UK frontend that Accord's pages use: nothing inline and nothing evaluated, so a strict
// Content-Security-Policy holds. Without scripts every page works; this only makes it kinder.
import { Button } from "nhsuk-frontend/dist/nhsuk/components/button/button.mjs";
import { Checkboxes } from "nhsuk-frontend/dist/nhsuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "nhsuk-frontend/dist/nhsuk/components/error-summary/error-summary.mjs";
import { PasswordInput } from "nhsuk-frontend/dist/nhsuk/components/password-input/password-input.mjs";
import { Radios } from "nhsuk-frontend/dist/nhsuk/components/radios/radios.mjs";
import { SkipLink } from "nhsuk-frontend/dist/nhsuk/components/skip-link/skip-link.mjs";

const COMPONENTS = [Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink];

function enliven() {
  for (const Component of COMPONENTS) {
    const name = Component.moduleName;
    for (const root of document.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      new Component(root);
    }
  }
}

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
enliven();
document.addEventListener("htmx:load", enliven); // what htmx brought in later
