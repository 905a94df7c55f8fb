// Marks the page as one where scripts run, and starts the components that stand in it.
import { initAll } from './vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
