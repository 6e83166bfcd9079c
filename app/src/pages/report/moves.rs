//! What happens next with a report: the buttons that this person may press.

use domain::report::{MoveForm, ReportKind, ReportPage as Data};
use domain::workflow::ReportMove;
use leptos::prelude::*;

use crate::api::report::MoveReport;
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::text::report as words;
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::field::{Control, Field};

/// The moves that are left to this person, but for writing.
#[component]
pub fn Moves(data: Data, moved: ServerAction<MoveReport>) -> impl IntoView {
    let moves: Vec<ReportMove> =
        data.moves.iter().copied().filter(|one| !matches!(one, ReportMove::Begin | ReportMove::Edit)).collect();
    let none = moves.is_empty();
    let failed: Option<AppError> = moved.value().get_untracked().and_then(Result::err);
    let typed: MoveForm = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let fields = failed.as_ref().map(AppError::fields).unwrap_or_default();
    let forms = moves
        .into_iter()
        .map(|attempted| {
            let remarks = Remarks::new(fields.clone());
            view! { <Move data=data.clone() attempted typed=typed.clone() remarks moved/> }
        })
        .collect_view();
    (!none).then(|| {
        view! {
            <section class="panel stack gap-4" aria-labelledby="tiep-theo">
                <h2 id="tiep-theo">{words::NEXT}</h2>
                {forms}
            </section>
        }
    })
}

#[component]
fn Move(
    data: Data,
    attempted: ReportMove,
    typed: MoveForm,
    remarks: Remarks,
    moved: ServerAction<MoveReport>,
) -> impl IntoView {
    let kind = data.key.kind();
    let (label, told) = (words::attempted(kind, attempted), words::told(kind, attempted));
    let hidden = view! {
        <input type="hidden" name="key" value=data.key.to_string()/>
        <input type="hidden" name="attempted" value=attempted.to_string()/>
        <input type="hidden" name="form[version]" value=data.version/>
    };
    let commented = !typed.comment.is_empty();
    let check = remarks.check(move |sent: MoveReport| sent.form.check(attempted, None).err().unwrap_or_default());
    match attempted {
        ReportMove::SendBack | ReportMove::Return => view! {
            <details class="toggle" open=move || commented || remarks.any()>
                <summary>{label}</summary>
                <ActionForm action=moved class="plainform" check>
                    {hidden}
                    <Field id="f-comment" name="form[comment]" label=words::COMMENT control=Control::Text
                        value=typed.comment error=remarks.on("comment") required=true/>
                    <p><button class="btn btn--bad" type="submit">{label}</button></p>
                </ActionForm>
            </details>
        }
        .into_any(),
        ReportMove::Forward => view! {
            <p class="sm muted">{told}</p>
            <ActionForm action=moved class="plainform" check>
                {hidden}
                <div class="two">
                    <Field id="f-letter_number" name="form[number]" label=words::NUMBER value=typed.number
                        error=remarks.on("letter_number") required=true/>
                    <Field id="f-letter_date" name="form[date]" label=words::DATE control=Control::Date value=typed.date
                        error=remarks.on("letter_date") required=true/>
                </div>
                <p><button class="btn" type="submit">{label}</button></p>
            </ActionForm>
        }
        .into_any(),
        ReportMove::Accept => view! {
            <ActionForm action=moved>
                {hidden}
                <Confirm id="hoi-chap-nhan" label title=words::ACCEPT_ASK text=told yes=label/>
            </ActionForm>
        }
        .into_any(),
        ReportMove::Begin | ReportMove::Edit | ReportMove::Propose | ReportMove::Approve => {
            let complete = data.lacks.is_empty() || kind == ReportKind::Agency && attempted == ReportMove::Approve;
            view! {
                <ActionForm action=moved>
                    {hidden}
                    <p class="sm muted">{told}</p>
                    <button class="btn" type="submit" disabled=!complete>{label}</button>
                </ActionForm>
            }
            .into_any()
        }
    }
}
