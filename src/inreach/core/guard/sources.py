"""Where lines of the guard come from, as far as several rules name the same source."""

ARTICLE = "The article on outventions that Inreach is built on"
EEF = "Often seen in tested programmes (Education Endowment Foundation, 2015 to 2021)"
LOCAL = "Inreach default, a local policy choice."
