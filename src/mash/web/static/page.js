// Marks the page as one where scripts run, and starts the components that stand in it.
import { initAll } from './vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A page with something that goes stale asks for itself again every so often, and shows the newer version of that
// part. It says of itself that nobody clicked, so that it keeps nobody signed in who has left their desk.
const stale = document.querySelector('[data-refresh]')
if (stale) {
  const told = document.getElementById('refreshing')
  const pause = document.createElement('button')
  let paused = false
  pause.className = 'govuk-button govuk-button--secondary'
  pause.type = 'button'
  const say = () => { pause.textContent = paused ? 'Refresh by itself again' : 'Stop refreshing by itself' }
  pause.addEventListener('click', () => { paused = !paused; say() })
  say()
  told.append(pause)
  const refresh = async () => {
    if (paused || document.hidden || stale.contains(document.activeElement)) return
    const answer = await fetch(location.href, { headers: { 'X-By-Itself': '1' }, redirect: 'manual' })
    if (answer.type === 'opaqueredirect') { location.reload(); return }
    if (!answer.ok) return
    const newer = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(stale.id)
    if (newer) stale.replaceChildren(...newer.childNodes)
  }
  setInterval(() => { refresh().catch(() => {}) }, Number(stale.dataset.refresh) * 1000)
}
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
