"""The stages in which the sample city is built, each a function of the build."""
