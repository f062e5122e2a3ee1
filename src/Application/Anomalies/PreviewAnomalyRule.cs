using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>What a rule would find in the last days if it were set so; it need not be switched on. Nothing is written. The days of everybody in its scope, with those that the rule looks back on, are half a million at most.</summary>
/// <param name="Days">How many days up to today are judged.</param>
/// <param name="Thresholds">Amounts by name; what is left out is as the company has set it.</param>
/// <param name="Scope">On whom it looks; as the company has set it if left out.</param>
[Requires(Permissions.AnomaliesManage)]
[Fails<AnomalyScopeUnknown>]
[Fails<PreviewTooLarge>]
public sealed record PreviewAnomalyRuleQuery(AnomalyKind Kind, int Days, IReadOnlyDictionary<string, int>? Thresholds, AnomalyRuleScopeDto? Scope) : IQuery<AnomalyPreviewDto>
{
    public const int DaysMax = 92;

    /// <summary>Days of all people together that one request reads.</summary>
    public const int PersonDaysMax = 500_000;

    /// <summary>So many findings are shown; the others are counted.</summary>
    public const int ItemsMax = 100;
}

/// <summary>What a rule would find.</summary>
/// <param name="Count">How many findings there are.</param>
/// <param name="UserCount">How many people they are about.</param>
/// <param name="Items">The first hundred, in the order of people and dates.</param>
public sealed record AnomalyPreviewDto(int Count, int UserCount, IReadOnlyList<AnomalyPreviewItemDto> Items);

/// <summary>One finding that would become an anomaly.</summary>
/// <param name="UserId">The person whom it is about.</param>
/// <param name="DisplayName">That person's name.</param>
/// <param name="Date">The work date that it is about; of a longer period the first one.</param>
/// <param name="LastDate">The last date of that period.</param>
/// <param name="Facts">The dates, amounts and thresholds that would raise it.</param>
/// <param name="Why">The same in a sentence, in the language of the request.</param>
public sealed record AnomalyPreviewItemDto(Guid UserId, string DisplayName, DateOnly Date, DateOnly LastDate, Dictionary<string, string> Facts, string Why);

internal sealed class PreviewAnomalyRuleValidator : AbstractValidator<PreviewAnomalyRuleQuery>
{
    public PreviewAnomalyRuleValidator()
    {
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Days).InclusiveBetween(1, PreviewAnomalyRuleQuery.DaysMax);
        RuleFor(q => q.Thresholds).AreOf(q => q.Kind);
        RuleFor(q => q.Scope).IsWhole();
    }
}

internal sealed class PreviewAnomalyRuleHandler(ISatcomDb db, AnomalyJudge judge, IAnomalyPolicies policies, RequestScope scope, IFindingTexts texts, TimeProvider time) : IRequestHandler<PreviewAnomalyRuleQuery, Result<AnomalyPreviewDto>>
{
    private const int PeopleAtOnce = 500;

    public async Task<Result<AnomalyPreviewDto>> Handle(PreviewAnomalyRuleQuery request, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        var set = policy.Settings[(int)request.Kind] with { IsEnabled = true };
        set = (request.Thresholds ?? new Dictionary<string, int>(StringComparer.Ordinal)).Aggregate(set, (s, t) => s.With(AnomalyRules.Of(s.Kind).Thresholds.Single(known => string.Equals(known.Name, t.Key, StringComparison.Ordinal)), t.Value));
        if (request.Scope is { } asked)
        {
            set = set with { Scope = asked.ToScope() };
            if (!await db.KnowsAsync(set.Scope, cancellationToken))
            {
                return new AnomalyScopeUnknown();
            }
        }

        if (!set.CanFind)
        {
            return ValidationFailed.Of("thresholds", "out_of_range", AnomalyRuleShapes.BoundOf(set.Kind));
        }

        // Up to the company's today; a week that reaches into these days is judged whole.
        var (to, count, users, shown) = (TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone), 0, 0, new List<Finding>());
        var from = to.AddDays(1 - request.Days);
        var first = policy.WeekOf(from);
        var lookback = AnomalyRules.LookbackDays([set]);
        var people = await db.InScopeAsync(set.Scope, first.AddDays(-lookback), to, cancellationToken);
        if (people.Count * (long)(request.Days + lookback) > PreviewAnomalyRuleQuery.PersonDaysMax)
        {
            return new PreviewTooLarge();
        }

        foreach (var ids in people.Chunk(PeopleAtOnce))
        {
            var found = (await judge.FindAsync(policy, [set], ids, first, to, cancellationToken)).FindAll(f => f.SubjectEnd >= from);
            (count, users) = (count + found.Count, users + found.Select(f => f.EmployeeId).Distinct().Count());
            shown.AddRange(found.Take(PreviewAnomalyRuleQuery.ItemsMax - shown.Count));
        }

        var named = shown.Select(f => f.EmployeeId).Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(u => named.Contains(u.Id)).Select(u => new { u.Id, u.DisplayName }).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return new AnomalyPreviewDto(count, users, [.. shown.Select(f => new AnomalyPreviewItemDto(f.EmployeeId, names[f.EmployeeId], f.SubjectDate, f.SubjectEnd, f.Facts, texts.Why(f.Kind, f.Facts)))]);
    }
}
