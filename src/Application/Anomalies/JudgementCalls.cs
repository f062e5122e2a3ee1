using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;

namespace Satcom.Application.Anomalies;

/// <summary>Calls for the judgement of a day's person where a change of the day may matter to a rule, in the commit of that change.</summary>
public interface IJudgementCalls
{
    /// <summary>Reads nothing as a rule, and where no rule minds the change nothing comes of it.</summary>
    ValueTask CallAsync(AttendanceDay day, CancellationToken cancellationToken);
}

internal sealed class JudgementCalls(IAnomalyPolicies policies, TimeProvider time) : IJudgementCalls
{
    public async ValueTask CallAsync(AttendanceDay day, CancellationToken cancellationToken)
    {
        var kinds = (await policies.GetAsync(cancellationToken)).Minding(day.Before, AttendedDay.Of(day), AnomalyJudge.LatestOf(time));
        if (kinds.Count > 0)
        {
            day.CallForJudgement(kinds);
        }
    }
}
