// Asks the browser for a passkey, and sends what it gives with the form around the button.
// The button names what to ask by data-passkey (create or get), and the options by data-options or data-options-from.
const ask = window.webauthnJSON

async function optionsOf (button) {
  if (button.dataset.options) return JSON.parse(button.dataset.options)
  const answer = await fetch(button.dataset.optionsFrom, { headers: { Accept: 'application/json' } })
  return (await answer.json()).request_options
}

async function send (button) {
  const form = button.form
  const problem = form.querySelector('[data-problem]')
  problem.hidden = true
  try {
    const given = await ask[button.dataset.passkey](await optionsOf(button))
    form.elements.credential.value = JSON.stringify(given)
    form.submit()
  } catch {
    problem.hidden = false
  }
}

for (const button of document.querySelectorAll('[data-passkey]')) {
  button.disabled = !window.PublicKeyCredential
  button.addEventListener('click', () => send(button))
}
