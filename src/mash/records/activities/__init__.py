"""Leadership: training, conferences, visits, media and other activities that the hub gives (measure thirteen)."""
