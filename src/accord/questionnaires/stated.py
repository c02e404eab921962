"""Whether the forms that a questionnaire states can be answered and scored."""

from accord.questionnaires.model import Form, Questionnaire
from accord.questionnaires.problems import Problems


def check_forms(questionnaire: Questionnaire, problems: Problems) -> None:
    """Forms and their column go together, ask only what there is, whole measures, and together everything."""
    if bool(questionnaire.forms) != bool(questionnaire.columns.form):
        problems.report("[[forms]] and «form» in [columns] go together: a file says which form each person was given.")
    if not questionnaire.forms:
        return
    for form in questionnaire.forms:
        _check_form(questionnaire, form, problems)
    asked = {item for form in questionnaire.forms for item in form.items}
    for item in questionnaire.items:
        if item.id not in asked:
            problems.report("The question «{found}» is in no form.", found=item.id)


def _check_form(questionnaire: Questionnaire, form: Form, problems: Problems) -> None:
    known = {item.id for item in questionnaire.items}
    if not form.items:
        problems.report("The form «{found}» has no questions.", found=form.id)
    for id_ in form.items:
        if id_ not in known:
            problems.report("The form «{form}» has a question «{found}» that is not among the items.",
                            form=form.id, found=id_)  # fmt: skip
    for measure in questionnaire.measures:
        items = {item.id for item in questionnaire.items_of(measure.id)}
        if items & set(form.items) not in (set(), items):
            problems.report("The form «{form}» has some questions of the measure «{measure}» and lacks others: "
                            "{missing}. A score needs them together.", form=form.id, measure=measure.id,
                            missing=", ".join(sorted(items - set(form.items))))  # fmt: skip
