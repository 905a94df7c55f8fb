"""Leadership: training, conferences, visits, media and the like that the hub gives (measure thirteen)."""
