"""Rules of monthly evaluation in plain Python: values in, values out; a stored month can be computed again.

spec      what a framework is          loader    from YAML data to a spec, checked
scoring   lines -> total -> band       proposal  band, ceilings, forced rules, head tie -> grade with reasons
quota     how many A a pool may hold   timetable dates of the steps, month boundaries, months to catch up
worked_days, calibration, facts, wording (reasons as sentences), stored (lines as JSON)
"""
