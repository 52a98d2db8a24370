"""Records of assigned work."""

from .obstacles import Extension, Obstacle
from .progress import Instruction, ProgressReport, Submission, SubmissionFile
from .task import Contribution, DeadlineStep, Task, TaskSeries

__all__ = [
    "Contribution",
    "DeadlineStep",
    "Extension",
    "Instruction",
    "Obstacle",
    "ProgressReport",
    "Submission",
    "SubmissionFile",
    "Task",
    "TaskSeries",
]
