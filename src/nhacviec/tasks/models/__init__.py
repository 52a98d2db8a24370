"""Records of assigned work."""

from .obstacles import Extension, Obstacle
from .progress import ProgressReport, Submission, SubmissionFile
from .task import Contribution, DeadlineStep, Task

__all__ = [
    "Contribution",
    "DeadlineStep",
    "Extension",
    "Obstacle",
    "ProgressReport",
    "Submission",
    "SubmissionFile",
    "Task",
]
