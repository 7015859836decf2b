"""The synthetic district: people and cases by seed value, whose figures are known by construction.

- targets: what the seed report says, scaled; and what a generated year comes to, counted from its rows
- people, names: who lives here: ages, streets, numbers; when each became a holder and left
- certificates (with certificate_work), subsidies, rehabilitation, devices, home_modifications, employment (with
  register and outreach), condolence, legal_aid, hotline: one programme each
- pending, noise: what real registers are full of: waiting and refused cases, duplicates, corrections, a handover
- book: the rows of a district, each case checked against its kind; writing: how they come into the database
- loading: all of it in order
"""
