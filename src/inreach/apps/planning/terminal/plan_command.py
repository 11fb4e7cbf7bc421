"""What `inreach plan` does once it is asked rightly: the question, the answer, and what is answer of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.planning.services.progress import Line, Presses, columns, folded
from inreach.apps.planning.services.question import PlanningChoices, Question, question_of
from inreach.apps.planning.services.repair import adult_called, change_in_words, published_of, repaired
from inreach.apps.planning.services.solver import Answer, as_json, explained, given, searched
from inreach.apps.planning.terminal.options import TURNAROUND, WrongOption, with_pupils
from inreach.apps.planning.terminal.plan_sentences import beforehand, in_words, named, too_long
from inreach.apps.planning.terminal.run_files import read, write
from inreach.apps.schools.models import School
from inreach.planner.bounds.per_pupil_minimum import with_fairness
from inreach.planner.explain import Explanation
from inreach.planner.objective.preferences import change, read_preference
from inreach.planner.objective.weights import PRESETS
from inreach.planner.problem.files import problem_text, read_named, read_timetable, timetable_text
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.validation import ProblemRefused, TimetableRefused, check
from inreach.planner.runs import read_run, replay

SECONDS = 60.0
SUMMARY = "The timetable"


class Answering:
    """One run of the command: what is asked, where it is answer, and who may press Ctrl-C."""

    def __init__(self, options: dict[str, Any], presses: Presses, stdout: Any, stderr: Any) -> None:
        self.options, self.presses, self.stdout = options, presses, stdout
        self.line = None if options["json"] else stderr

    def answer(self, school: School | None) -> tuple[str, ...]:
        """Answer for a school, or for a file where there is none; return what could not be written.

        WrongOption where the problem or the timetable makes no sense, with every fault.
        """
        question = self._question(school)
        names = question.names | (question.pupils if self.options["names"] else {})
        try:
            return self._answer(self._asked(question), names)
        except TimetableRefused as error:
            what = f"The timetable in {self.options['answer']} does not fit."
            raise WrongOption("\n".join([what, *_faults(error, names)])) from error
        except ProblemRefused as error:
            what = "This cannot be planned as it stands."
            raise WrongOption("\n".join([what, *_faults(error, names)])) from error

    def _answer(self, question: Question, names: dict[str, str]) -> tuple[str, ...]:
        options = self.options
        for name in options["away"]:
            adult_called(question, name)
            published_of(question)
        if options["keep_problem"]:
            write(options["keep_problem"], problem_text(question.problem, names))
        if not options["json"]:
            long = too_long(question.problem, names) if question.today is not None else ()
            self._say((*question.notes, *long, *beforehand(question.problem, names)))
        answer, changes = self._answered(question, names)
        unwritten = tuple(self._written(answer))
        explanation = None
        if options["explain"]:
            explanation = explained(answer, names, self.presses, options["tries"], self.line)
        if options["json"]:
            self._say(
                [
                    json.dumps(
                        self._plain(question, answer, changes, explanation), ensure_ascii=False, indent=1
                    )
                ]
            )
        else:
            self._say((*in_words(question, answer, names), *changes, *self._more(answer, explanation)))
        return unwritten

    def again(self) -> None:
        """Find the timetable of a kept run again; WrongOption where another one is found."""
        path = self.options["replay"]
        run = read(path, read_run)
        try:
            timetable = replay(run)
        except ProblemRefused as error:
            raise WrongOption(f"The problem in {path} cannot be planned as it stands.\n{error}") from error
        if timetable != run.timetable:
            versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
            raise WrongOption(
                f"Another timetable was found than in {path}. The run was made with {versions}; "
                "a newer planner finds other timetables."
            )
        self._say([f"The same timetable was found again: harm {run.points:,}, {run.rounds:,} rounds."])

    def _say(self, lines: Iterable[str]) -> None:
        wide = columns(self.stdout) if self.stdout.isatty() else 0
        for line in lines:
            self.stdout.write(folded(line, wide) if wide and not self.options["json"] else line)
        self.stdout.flush()

    def _question(self, school: School | None) -> Question:
        """The question as the school or the file asks it, with the weights that are wanted."""
        if school is None:
            problem, names = read(self.options["problem"], read_named)
            question = Question(problem, names=names)
        else:
            question = self._of_school(school)
        if not self.options["preset"]:
            return question
        return replace(question, problem=replace(question.problem, weights=PRESETS[self.options["preset"]]))

    def _asked(self, question: Question) -> Question:
        """The question with the published timetable and the wishes that were given, checked."""
        options, problem = self.options, question.problem
        if options["published"]:
            published = read(options["published"], read_timetable)
            known = {group.id for group in problem.groups}
            if not any(placement.group in known for placement in published):
                raise WrongOption(
                    f"{options['published']} has none of the groups that are planned. Is it another school's?"
                )
            problem = replace(problem, published=published)
        for text in options["wish"]:
            preference = read_preference(with_pupils(text, question), problem)
            problem = change(problem, [preference])
            if not options["json"]:
                self._say([named(preference.sentence, question.names | question.pupils)])
        check(problem)
        return replace(question, problem=self._fair(problem) if options["avoidable"] else problem)

    def _fair(self, problem: Problem) -> Problem:
        line = None if self.line is None else Line(self.line)
        if line is not None and line.live:
            line.show("Working out what each pupil would lose alone …")
        try:
            return with_fairness(problem)
        finally:
            if line is not None:
                line.leave()

    def _of_school(self, school: School) -> Question:
        options = self.options
        with reading(
            "plan.made",
            by=system_actor(),
            subject=school,
            organisation_id=school.pk,
            kind=Kind.EXPORT,
            details={"week": options["week"].isoformat(), "names": options["names"]},
        ):
            return question_of(
                school,
                options["week"],
                rotate=options["rotate"],
                choices=PlanningChoices(
                    within_lessons=options["within"],
                    turnaround=TURNAROUND if options["turnaround"] is None else options["turnaround"],
                    cover=options["cover"],
                ),
            )

    def _answered(self, question: Question, names: dict[str, str]) -> tuple[Answer, tuple[str, ...]]:
        """The answer, and what it changes where a published timetable is mended."""
        options, seconds = self.options, self.options["seconds"]
        limits = {
            "seed": options["seed"],
            "seconds": SECONDS if seconds is None and options["rounds"] is None else seconds,
            "rounds": options["rounds"],
        }
        if options["answer"]:
            return given(question.problem, read(options["answer"], read_timetable)), ()
        if options["away"]:
            answer, mended = repaired(question, options["away"], self.presses, **limits, out=self.line)
            return answer, ("", *(f"- {line}" for line in change_in_words(mended, names)))
        workers, prove = options["workers"], options["prove"]
        return searched(question, self.presses, **limits, workers=workers, prove=prove, out=self.line), ()

    def _written(self, answer: Answer) -> Iterator[str]:
        """Write what is to be kept; yield what could not be, for the answer is to be printed all the same."""
        for name, text in (("out", timetable_text(answer.timetable)), ("keep_run", answer.run)):
            path = self.options[name]
            try:
                if path and text is not None:
                    write(path, text)
                elif path:
                    yield f"{path} is not written: the search was ended before it could be kept."
            except WrongOption as error:
                yield str(error)

    def _plain(
        self, question: Question, answer: Answer, changes: tuple[str, ...], explanation: Explanation | None
    ) -> dict[str, Any]:
        plain = as_json(question, answer)
        if self.options["away"]:
            plain["changes"] = [line.removeprefix("- ") for line in changes if line]
        if explanation is not None:
            plain["explanation"] = explanation.as_json()
        return plain

    def _more(self, answer: Answer, explanation: Explanation | None) -> Iterator[str]:
        """Yield the lines of an explanation, each section after an empty line, without what is answer already."""
        if explanation is not None:
            for title, sentences in explanation.sections():
                if title != SUMMARY:
                    yield f"\n{title}"
                    yield from (f"- {sentence}" for sentence in sentences)
        elif self.options["explain"]:
            yield "\nThe explaining was ended before it was done. Ask for it again with --explain."
        elif answer.harm.sessions_short:
            yield "To read why sessions are not placed and what would help, add --explain."


def _faults(error: ProblemRefused, names: dict[str, str]) -> list[str]:
    """Return the faults that somebody can put right, with names."""
    return [named(fault, names) for fault in error.faults]
