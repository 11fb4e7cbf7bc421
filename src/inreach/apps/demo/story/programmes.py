"""The programmes of the demonstration. All are invented, and none is like a product that is sold."""

from dataclasses import dataclass
from datetime import date

from inreach.apps.demo.story.people import SchoolBuilder
from inreach.apps.provision.models import Programme

SOURCE = "Invented for the demonstration"
HOME, SPECIALIST, EVIDENCE = "home_grown", "specialist", "evidence"
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A programme: minutes of a session, sessions a week, school weeks, hours of training, its aim and steps."""

    name: str
    area: str
    origin: str
    minutes: Range
    per_week: Range
    weeks: Range
    training: str
    aim: str
    steps: tuple[str, ...]


RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "Sound Steps",
        "cognition",
        EVIDENCE,
        (20, 30),
        (4, 5),
        (8, 20),
        "12.0",
        "To read and spell with this term's sounds.",
        ("Say last time's sounds", "Hear the new sound", "Build words with it", "Read it in a class text"),
    ),
    Recipe(
        "Number Nooks",
        "cognition",
        EVIDENCE,
        (20, 30),
        (3, 4),
        (10, 16),
        "10.0",
        "To feel at home with numbers to 100.",
        ("Count on and back", "Show it with counters", "Draw it", "Write it", "Tell a partner from class"),
    ),
    Recipe(
        "Reading Rafts",
        "cognition",
        HOME,
        (15, 30),
        (3, 4),
        (8, 12),
        "5.0",
        "To read more, and to like it.",
        ("Look back", "Read together", "Ask a question each", "Choose a sentence for class"),
    ),
    Recipe(
        "Word Weavers",
        "cognition",
        HOME,
        (20, 30),
        (2, 3),
        (8, 12),
        "6.0",
        "To spell the words of the topic when writing.",
        ("Sort the week's words", "Find the pattern", "Write a sentence for class"),
    ),
    Recipe(
        "Study Steps",
        "cognition",
        HOME,
        (50, 60),
        (2, 3),
        (10, 20),
        "4.0",
        "To start work alone and finish it in time.",
        ("What is due", "First step together", "Next step alone", "Tell the teacher what is done"),
    ),
    Recipe(
        "Clear Speech",
        "communication",
        SPECIALIST,
        (20, 40),
        (1, 5),
        (6, 12),
        "8.0",
        "To be understood by everybody in class.",
        ("Warm up", "Listen", "Say", "Use it in a sentence", "Pick a moment in class to use it"),
    ),
    Recipe(
        "Talk Table",
        "communication",
        HOME,
        (20, 30),
        (2, 3),
        (8, 12),
        "5.0",
        "To tell a story so that others want to hear it.",
        ("Picture", "New words", "Take turns", "Tell the story again"),
    ),
    Recipe(
        "Oral rehearsal",
        "communication",
        HOME,
        (10, 60),
        (1, 5),
        (6, 20),
        "3.0",
        "To say a sentence before writing it.",
        ("Say the sentence to a partner", "Say it again, longer", "Write it"),
    ),
    Recipe(
        "Maths mats",
        "cognition",
        HOME,
        (10, 60),
        (2, 5),
        (6, 20),
        "3.0",
        "To see what a sum means.",
        ("Take the mat", "Build the sum", "Say what you did", "Put one thing away each week"),
    ),
    Recipe(
        "At your side",
        "cognition",
        HOME,
        (30, 60),
        (1, 5),
        (6, 39),
        "2.0",
        "To get on with the lesson, with less help each week.",
        ("Wait first", "Prompt", "Clue", "Show", "Step back again"),
    ),
    Recipe(
        "Warm Start",
        "semh",
        HOME,
        (30, 45),
        (1, 3),
        (8, 20),
        "15.0",
        "To feel safe at school and ready to learn.",
        ("Check in", "Share a snack", "Play with a purpose", "Plan the next lesson"),
    ),
    Recipe(
        "Feelings Forecast",
        "semh",
        HOME,
        (20, 30),
        (1, 2),
        (6, 10),
        "8.0",
        "To notice a feeling and know what helps.",
        ("Draw today's weather", "Name it", "Try one thing", "Choose a signal for class"),
    ),
    Recipe(
        "Steady Hands",
        "sensory",
        SPECIALIST,
        (10, 30),
        (2, 5),
        (6, 12),
        "6.0",
        "To write for longer, without the hand getting tired.",
        ("Push, pull, squeeze", "Follow the line", "Use it on today's page"),
    ),
    Recipe(
        "Quiet Bay",
        "semh",
        HOME,
        (50, 180),
        (2, 10),
        (4, 12),
        "10.0",
        "To learn in a calm room while class is too much.",
        ("Arrive", "Class work in the room", "One lesson more in class each week"),
    ),
)


AIMS = {recipe.name: recipe.aim for recipe in RECIPES}


def programmes_of(builder: SchoolBuilder) -> dict[str, Programme]:
    """Make the catalogue of one school."""
    return {
        recipe.name: builder.rows.add(
            Programme,
            f"{builder.place.key}/{recipe.name}",
            organisation_id=builder.place.id,
            name=recipe.name,
            area=recipe.area,
            origin=recipe.origin,
            minutes_low=recipe.minutes[0],
            minutes_high=recipe.minutes[1],
            per_week_low=recipe.per_week[0],
            per_week_high=recipe.per_week[1],
            weeks_low=recipe.weeks[0],
            weeks_high=recipe.weeks[1],
            training_hours=recipe.training,
            steps="\n".join(recipe.steps),
            source=SOURCE,
            review_on=date(builder.time.year + 1, 9, 1),
        )
        for recipe in RECIPES
    }
