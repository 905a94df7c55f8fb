// Marks the page as one where scripts run, and starts the components that stand in it.
import { initAll } from './vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A passkey that could not be used says nothing by itself.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey-trouble')?.remove()
  const words = document.createElement('p')
  words.id = 'passkey-trouble'
  words.className = 'govuk-error-message'
  words.setAttribute('role', 'alert')
  words.textContent = 'The passkey or security key could not be used. Try again, or use another way.'
  document.querySelector('main h1').after(words)
})
