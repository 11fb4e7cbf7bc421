"""What targets of the demonstration say: one skill each, seen somewhere by somebody, in words for two ends."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A target in words: what is learnt, when it is met, where it is seen, and what both ratings look like."""

    title: str
    criteria: str
    where: str
    baseline: str
    expected: str


WORDINGS: dict[str, tuple[Wording, ...]] = {
    "communication": (
        Wording(
            "Joins in talk with a partner, with one sentence of two ideas",
            "Says a sentence with because, so or but to a talk partner, without being asked twice.",
            "Talk time in English",
            "Answers with one or two words when an adult asks",
            "Says one sentence with two ideas in most partner talks",
        ),
        Wording(
            "Follows an instruction of three parts by using a checklist",
            "Does all three parts in order and ticks them off alone.",
            "The start of maths",
            "Does the first part, then waits",
            "Does all three with the checklist, four times out of five",
        ),
        Wording(
            "Uses the week's five new words when speaking in science",
            "Three adults or pupils hear at least three of the five words in the lesson.",
            "Science",
            "Points or says 'that thing'",
            "Uses three of the five words without a prompt",
        ),
        Wording(
            "Takes turns in a group of four and keeps to the subject",
            "Waits, speaks and passes on, three times in one talk.",
            "Group work in history or geography",
            "Speaks over others, or not at all",
            "Takes three turns and stays with the subject",
        ),
        Wording(
            "Says when something is not clear",
            "Uses a card or words to say which part is not clear.",
            "Any lesson",
            "Waits until somebody notices",
            "Says it at least once in most lessons",
        ),
    ),
    "cognition": (
        Wording(
            "Reads a paragraph from a class text and says what happened",
            "Reads 60 words with at most three helps, and tells two things that happened.",
            "Guided reading",
            "Reads single words with an adult beside",
            "Reads 60 words alone and tells two things",
        ),
        Wording(
            "Writes three sentences that make sense, with a plan in pictures",
            "Each sentence has a who and a what, and can be read back.",
            "English",
            "Copies a sentence from the board",
            "Writes three sentences with the plan",
        ),
        Wording(
            "Adds and takes away within 100 on a number line drawn alone",
            "Eight sums of ten are right, and the line shows how.",
            "Maths",
            "Counts on fingers, and loses count after 20",
            "Eight of ten right with a line drawn alone",
        ),
        Wording(
            "Starts a task within two minutes by looking at the first-step card",
            "The pen moves within two minutes, without an adult at the table.",
            "The start of any lesson",
            "Starts when an adult sits down",
            "Starts alone in three lessons of four",
        ),
        Wording(
            "Spells the ten words of the topic in own writing",
            "Eight of ten are right in a text, not only in a test.",
            "History, geography and science books",
            "Two of ten right in own writing",
            "Eight of ten right in own writing",
        ),
        Wording(
            "Explains one step of own working to a partner",
            "The partner can do the next one.",
            "Maths",
            "Says 'I just know'",
            "Explains one step, and the partner can use it",
        ),
    ),
    "semh": (
        Wording(
            "Uses the quiet signal before leaving the table",
            "Shows the signal and takes two minutes at the calm place, then comes back.",
            "Afternoon lessons",
            "Leaves the room when it is loud",
            "Shows the signal four times of five",
        ),
        Wording(
            "Comes in from lunch and begins the first task with the class",
            "Sits down with the others and begins within five minutes.",
            "After lunch",
            "Stays in the corridor",
            "Begins with the class on four days of five",
        ),
        Wording(
            "Asks to join a game, and stays for one round",
            "Uses the words that were practised, and plays one whole round.",
            "Playground",
            "Watches from the bench",
            "Asks and plays one round most days",
        ),
        Wording(
            "Names a feeling and chooses one of three things that help",
            "Says or points to the feeling, and does the thing.",
            "Any lesson",
            "Says 'nothing' and pulls the hood up",
            "Names it and chooses, twice in a week without a prompt",
        ),
        Wording(
            "Hears a correction and tries once more",
            "Stays with the work and changes one thing.",
            "English and maths",
            "Tears the page or puts the head down",
            "Tries once more in most lessons",
        ),
    ),
    "sensory": (
        Wording(
            "Writes on the line with the sloped desk, for ten minutes",
            "Ten minutes of letters that sit on the line and can be read.",
            "English",
            "Writes two lines, then the hand aches",
            "Ten minutes, most letters on the line",
        ),
        Wording(
            "Sets up own equipment at the start of the lesson",
            "Slope, pencil and page are ready without a prompt.",
            "The start of any lesson",
            "Waits for an adult to bring it",
            "Sets up alone four times of five",
        ),
        Wording(
            "Moves to the seat that lets me see and hear best",
            "Chooses the seat in a new room and says why.",
            "Lessons in other rooms",
            "Sits where there is a place",
            "Chooses the seat in three rooms",
        ),
    ),
}

CONCERNS: dict[str, tuple[str, ...]] = {
    "communication": (
        "Rarely speaks in class, and is often misunderstood by others of the same age.",
        "Understands less than it seems, and copies what the others do.",
    ),
    "cognition": (
        "Works hard in the group and cannot do the same in class the day after.",
        "Three programmes in two years, and reading has hardly moved.",
    ),
    "semh": (
        "Out of the room more each week, and nobody can say what comes before it.",
        "A managed move that has not settled. We want to get back into lessons.",
    ),
    "sensory": ("Tires before the lesson ends, and misses what comes last.",),
}

HELPED = (
    "Did it twice in the lesson.",
    "With a prompt at first, then alone.",
    "A friend noticed it too.",
    "",
)
HELD_BACK = ("Only with an adult near.", "Not on days with a cover teacher.", "A hard week at home.", "")
