"""What a person did, as answers have it."""

from functions.user.history.schemas import DaySum, HistoryItem, HistorySummary, StreakInfo, Total
from neufit.domain.workout_log import LoggedWorkout, Streak, Sum, Summary


def item_view(workout: LoggedWorkout) -> HistoryItem:
    """One workout."""
    return HistoryItem(
        entry_id=workout.entry_id,
        day=workout.day,
        kind=workout.kind,
        subject_id=workout.subject_id,
        title=workout.title,
        instructor_id=workout.instructor_id,
        active_ms=workout.ms,
        at=workout.at,
    )


def summary_view(found: Summary) -> HistorySummary:
    """Totals, streaks and days."""
    return HistorySummary(
        today=found.today,
        week=_total(found.week),
        month=_total(found.month),
        all=_total(found.all),
        day_streak=_streak(found.days),
        week_streak=_streak(found.weeks),
        days=[DaySum(day=day, workouts=each.workouts, active_ms=each.ms) for day, each in found.recent.items()],
    )


def _total(found: Sum) -> Total:
    return Total(workouts=found.workouts, active_ms=found.ms)


def _streak(found: Streak) -> StreakInfo:
    return StreakInfo(current=found.current, longest=found.longest)
