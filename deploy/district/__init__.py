"""The synthetic district: people and cases by seed value, whose figures are known by construction.

    targets      what the seed report says, scaled; and what a generated year really holds, counted from its rows
    people       who lives here: ages, streets, numbers; when each became a holder and left
    certificates, subsidies, rehabilitation, devices, home_modifications, employment      one programme each
    noise        what real registers are full of: duplicates, waiting and refused cases, corrections, a handover
    book         the rows of a batch, each case checked against its kind, and how they are written
    loading      all of it in order
"""
