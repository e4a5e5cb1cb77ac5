"""The thin Dagster layer: a list of names for what flows do. Assets, checks, jobs, schedules, a sensor.

No query and no decision about business stands here. The only room, with definitions.py, that imports Dagster.
"""
