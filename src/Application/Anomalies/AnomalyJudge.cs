using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.Anomalies;

/// <summary>Reads some people's days, has the rules judge them, and brings the kept anomalies in line. A fixed number of statements, however many people there are.</summary>
internal sealed class AnomalyJudge(ISatcomDb db, RequestScope scope, ITimelineRows rows, TimeProvider time)
{
    /// <summary>Local dates may be so far ahead of UTC.</summary>
    private const int HoursAhead = 14;

    /// <summary>So many people are read by one.</summary>
    private const int ReadTogether = 100;

    /// <summary>The last date that has begun anywhere.</summary>
    public DateOnly Latest => LatestOf(time);

    /// <inheritdoc cref="Latest"/>
    public static DateOnly LatestOf(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(HoursAhead));

    /// <summary>Judges people, and raises, changes and clears their anomalies of the judged dates, of the rules that are asked.</summary>
    /// <param name="settings">The rules that judge; with others what only those would have read is left out.</param>
    /// <param name="from">The first date. The week that it lies in is judged whole; subject periods that begin before that stay as they are.</param>
    public async Task<Judged> JudgeAsync(AnomalyPolicy policy, IReadOnlyList<RuleSettings> settings, IReadOnlyList<Guid> employeeIds, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (settings.Count == 0)
        {
            return new Judged(0, 0, 0) { EmployeeIds = [] };
        }

        from = policy.WeekOf(from);
        List<AnomalyKind> kinds = [.. settings.Select(s => s.Kind)];

        // What is kept is read before the days: whoever judges later days meanwhile writes these rows, so that the older days here come to nothing and are read again.
        var kept = await db.Anomalies.Where(a => employeeIds.Contains(a.EmployeeId) && a.SubjectDate >= from && a.SubjectDate <= to && kinds.Contains(a.Kind))
            .ToDictionaryAsync(a => (a.EmployeeId, a.Kind, a.SubjectDate), cancellationToken);
        return Reconcile(await FindAsync(policy, settings, employeeIds, from, to, cancellationToken), kept);
    }

    /// <summary>Whatever the rules find in some people's days, person by person.</summary>
    public async Task<List<Finding>> FindAsync(AnomalyPolicy policy, IReadOnlyList<RuleSettings> settings, IReadOnlyList<Guid> employeeIds, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var window = TimelineWindow.Of(from, to, AnomalyRules.LookbackDays(settings), policy.Weeks, policy.DueDays);
        var people = await (from e in db.Employees.AsNoTracking()
                            join u in db.Users.AsNoTracking() on e.Id equals u.Id
                            where employeeIds.Contains(e.Id)
                            orderby e.Id
                            select new { e.Id, e.TimeZone, e.TeamId, e.Teams, u.Roles }).ToListAsync(cancellationToken);
        var asked = settings.Where(s => s.IsEnabled).ToList();
        var (hasShifts, now) = (settings.Any(s => s.Scope.ShiftIds.Count > 0), time.GetUtcNow());

        // Of many the halves are read at once: while one core reads rows, the other judges.
        var half = people.Count > ReadTogether ? (people.Count + 1) / 2 : people.Count;
        var found = await Task.WhenAll(people.Chunk(Math.Max(1, half)).Select(async some =>
        {
            var question = new TimelineQuestion([.. some.Select(p => p.Id)], window.Last)
            {
                Days = First(RuleInputs.Attendance) is { } first ? DatedWork.Earliest(first) : null,
                Sheets = First(RuleInputs.Timesheets),
                Failures = First(RuleInputs.Fences),
                HasShifts = hasShifts,
            };
            var builder = new TimelineBuilder(window);
            List<Finding> findings = [];
            await rows.TellAsync(
                question,
                builder,
                i => builder.Begin(some[i].Id, some[i].Roles, Employee.OrPresent(some[i].Teams, some[i].TeamId), now, TimeZones.LocalDate(now, some[i].TimeZone)),
                () => AnomalyRules.Evaluate(builder.Build(), settings, findings),
                cancellationToken);
            return findings;
        }));
        return [.. found.SelectMany(f => f)];

        // From when on the rules that look at it want to know it; null where none does.
        DateOnly? First(RuleInputs input) =>
            asked.FindAll(s => s.Inputs.HasFlag(input)) is { Count: > 0 } its ? policy.WeekOf(from.AddDays(-AnomalyRules.LookbackDays(its))) : null;
    }

    private Judged Reconcile(List<Finding> findings, Dictionary<(Guid EmployeeId, AnomalyKind Kind, DateOnly SubjectDate), Anomaly> kept)
    {
        List<Guid> raised = [];
        var (versions, now) = (kept.Values.ToDictionary(a => a, a => (a.Status, a.Facts)), WholeSeconds.Of(time.GetUtcNow()));
        foreach (var finding in findings)
        {
            if (kept.Remove((finding.EmployeeId, finding.Kind, finding.SubjectDate), out var anomaly))
            {
                anomaly.Follow(finding, new AnomalyMove(time.New(), ActorId: null, Note: null, now));
            }
            else
            {
                db.Anomalies.Add(new Anomaly(scope.Tenant.Id, time.New(), finding, now));
                raised.Add(finding.EmployeeId);
            }
        }

        foreach (var anomaly in kept.Values)
        {
            anomaly.Clear(new AnomalyMove(time.New(), ActorId: null, Note: null, now));
        }

        var changed = versions.Where(v => v.Value != (v.Key.Status, v.Key.Facts)).Select(v => v.Key).ToList();
        var cleared = changed.Count(a => a.Status == AnomalyStatus.Resolved);
        return new Judged(raised.Count, changed.Count - cleared, cleared) { EmployeeIds = [.. changed.Select(a => a.EmployeeId).Concat(raised).Distinct()] };
    }
}

/// <summary>What a judgement changed.</summary>
/// <param name="Raised">New anomalies.</param>
/// <param name="Changed">Anomalies that say something else now, or are open again.</param>
/// <param name="Cleared">Anomalies that no longer held.</param>
internal readonly record struct Judged(int Raised, int Changed, int Cleared)
{
    /// <summary>Whose anomalies it changed.</summary>
    public required IReadOnlyList<Guid> EmployeeIds { get; init; }
}
