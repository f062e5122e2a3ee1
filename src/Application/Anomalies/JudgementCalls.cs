using Satcom.Domain.Anomalies;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Calls for the judgement of a day's person where a change of the day may matter to a rule, in the commit of that change.</summary>
public interface IJudgementCalls
{
    /// <summary>Reads nothing as a rule, and where no rule minds the change nothing comes of it.</summary>
    /// <param name="isAfterwards">True where it is said later than it was: the person may have worked since, and windows and weeks of those days look at this one.</param>
    ValueTask CallAsync(AttendanceDay day, bool isAfterwards, CancellationToken cancellationToken);
}

internal sealed class JudgementCalls(IAnomalyPolicies policies, TimeProvider time) : IJudgementCalls
{
    public async ValueTask CallAsync(AttendanceDay day, bool isAfterwards, CancellationToken cancellationToken)
    {
        var isFollowed = isAfterwards && day.Date < TimeZones.LocalDate(time.GetUtcNow(), day.TimeZone);
        var kinds = (await policies.GetAsync(cancellationToken)).Minding(day.Before, AttendedDay.Of(day), AnomalyJudge.LatestOf(time), isFollowed);
        if (kinds.Count > 0)
        {
            day.CallForJudgement(kinds);
        }
    }
}
