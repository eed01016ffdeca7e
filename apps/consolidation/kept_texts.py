"""What the engine says for and against, as texts of the catalogue: it knows no language, and its reasons are kept."""

from django.utils.translation import gettext_noop as _

from apps.core.kept_texts import register

REASONS = (
    _("How often two names that come this near turn out to be one brand."),
    _("A person has decided that they are not one brand."),
    _("A person has decided that they are one brand."),
    _("Different producers are never joined without a person."),
    _("It is a shop's own label, which many producers fill."),
    _("A brand without a name can be any brand."),
    _("A shared website alone is no proof."),
    _("The names read differently: %(a)s and %(b)s."),
    _("Both say %(shared)s; only one also says %(only)s."),
    _("Neither name speaks of a product."),
    _("Their products are of the same kind."),
    _("Years lie between the last label of one and the first of the other."),
    _("They share names of products."),
    _("The two names are the same apart from how they are written."),
    _("The names differ by a letter or two: %(a)s and %(b)s."),
    _("The names are alike in part: %(a)s and %(b)s."),
    _("No word of the names is the same."),
    _("Every naming word is the same, but many names have them: %(shared)s."),
    _("Only common words are shared (%(shared)s); %(only_a)s and %(only_b)s are not."),
    _("Neither name says what kind of house it is."),
    _("Only one of the names says what kind of house it is; that is often left out."),
    _("Both names use the same word for the house, such as brewery or cellars."),
    _("The names use different words for the same kind of house."),
    _("The names speak of different trades, such as a brewery and a winery."),
    _("The names speak of different products, ages or numbers."),
    _("Only one of the names speaks of a product, an age or an edition."),
    _("Both names speak of the same product."),
    _("They are made under permits of different producers."),
    _("One comes from a producer, the other through an importer."),
    _("They come through different permit holders."),
    _("The same permit holder stands behind both."),
    _("The same producer makes both."),
    _("One is American, the other is imported."),
    _("They come from different countries."),
    _("They come from different states."),
    _("They have the same origin."),
    _("Their websites are different."),
    _("They have different pages of one website."),
    _("They have the same website."),
    _("One is wine, beer or spirits where the other is not."),
    _("Their products are of different categories."),
    _("They were filed in the same years."),
    _("One was first filed soon after the other's last label."),
    _("They share no product name."),
    _("Every naming word is the same, and few other names have them: %(shared)s."),
    _("Both say %(shared)s, but one goes on with %(only_a)s and the other with %(only_b)s."),
    _("Both names say the same drink."),
    _("Only one name goes on with a product, an age or an edition: %(more)s."),
    _("One name is the beginning or a part of the other: %(a)s and %(b)s."),
    _("The words that name them are the same."),
    _("Both names have the same number."),
    _("The name is the same; only words such as brewery, estate or company differ or are left out."),
)

REFUSALS = (  # of merges that ran in the background
    _("There is no brand %(pk)s."),
    _("Brand %(pk)s was merged into brand %(into)s."),
    _("Brand %(pk)s is archived. Restore it first."),
    _("Look at the brand it was merged into, or undo that merge first."),
)

register([*REASONS, *REFUSALS])
