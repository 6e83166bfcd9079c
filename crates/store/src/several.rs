//! One answer on several entries at once.

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError, has_errors};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::review::{AnswerKind, Left, SeveralForm, Unsaved};
use domain::workflow::{ResponseMove, ResponseStage};

use crate::answers::{takes_back_nothing, write};
use crate::legal::lists_to_check;
use crate::review_rows::{
    answers_of, campaign_of, errors_of, move_response, response_of, response_stage, takes_answers,
};
use crate::targets::Targets;
use crate::{Error, Result, Store, audit};

impl Store {
    /// Gives one answer on every entry that is ticked, in one transaction. Each is checked as if it were answered alone,
    /// and more strictly: an answer that could not be sent is not saved either. What can be saved is, each with its own
    /// audit row; what cannot is given back with the reason, and so is what somebody saved since it was shown.
    ///
    /// # Errors
    /// As [`Store::save_answer`]; nothing ticked, or a kind that cannot be given at once.
    pub async fn answer_several(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        form: &SeveralForm,
    ) -> Result<Left> {
        authorize(actor, &Act::EditResponse(agency))?;
        let (entries, draft) = form.read().map_err(Error::Invalid)?;
        if !key.kind().appraises(draft.kind) {
            return Err(Error::Invalid(vec![FieldError::new("answer", FieldCode::Unknown)]));
        }
        let contents = self.reviewed(key).await?;
        let book = self.book().await?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
        let response = response_of(&tx, key, agency).await?;
        let only_returned = response_stage(&response)? == ResponseStage::Returned;
        let response = move_response(&tx, actor, response, ResponseMove::Edit, "").await?;
        let mut rows = answers_of(&tx, vec![response.id]).await?;
        let merges = draft.kind == AnswerKind::Merge;
        let targets = Targets::load(&tx, &contents, &book, actor.today(), &rows, merges).await?;
        let asked = entries.len();
        let (mut saved, mut unsaved) = (0, Vec::new());
        for (code, version) in entries {
            let mut refuse = |errors| unsaved.push(Unsaved { code: code.clone(), errors });
            let Some(place) = rows.iter().position(|row| row.entry_code.as_deref() == Some(code.as_str())) else {
                refuse(vec![FieldError::new("entries", FieldCode::Unknown)]);
                continue;
            };
            let row = rows.swap_remove(place);
            if row.version != version || (only_returned && !row.returned) {
                refuse(vec![FieldError::new("entries", FieldCode::Changed)]);
                continue;
            }
            let mut errors =
                errors_of(key.kind(), &draft, contents.behind(&row, agency).as_ref(), Some(code.as_str()), &lists);
            errors.extend(targets.fault(&draft, Some(code.as_str())));
            if has_errors(&errors) {
                refuse(errors);
                continue;
            }
            let row = write(&tx, actor, row, &draft).await?;
            let detail = serde_json::json!({ "agency": agency, "target": code, "kind": draft.kind, "secret": draft.secret, "version": row.version, "together": asked });
            audit::append(&tx, actor, "answer.save", row.id, detail).await?;
            saved += 1;
        }
        if saved > 0 {
            if draft.kind != AnswerKind::Keep {
                takes_back_nothing(&tx, response).await?;
            }
            tx.commit().await?;
        }
        Ok(Left { form: form.only(&unsaved), saved, unsaved })
    }
}
