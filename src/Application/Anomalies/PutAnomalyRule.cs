using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Anomalies;

/// <summary>Sets a rule. It holds for whatever is judged from now on: by events at once, of everybody in the coming night.</summary>
/// <param name="Thresholds">Amounts by name; what is left out has its default again.</param>
/// <param name="Scope">On whom it looks; everybody if left out.</param>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.putAnomalyRule")]
[Fails<VersionMismatch>]
[Fails<AnomalyScopeUnknown>]
public sealed record PutAnomalyRuleCommand(AnomalyKind Kind, bool Enabled, AnomalySeverity Severity, IReadOnlyDictionary<string, int>? Thresholds, AnomalyRuleScopeDto? Scope) : ICommand<AnomalyRuleDto>
{
    internal RuleSettings Settings => new(
        Kind,
        Enabled,
        Severity,
        AnomalyRules.Of(Kind).Thresholds.Where(t => Thresholds?.TryGetValue(t.Name, out var value) is true && value != t.Default).ToDictionary(t => t.Name, t => Thresholds![t.Name], StringComparer.Ordinal),
        Scope?.ToScope() ?? RuleScope.Everybody);
}

internal sealed class PutAnomalyRuleValidator : AbstractValidator<PutAnomalyRuleCommand>
{
    public PutAnomalyRuleValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Severity).IsInEnum();
        RuleFor(c => c.Thresholds).AreOf(c => c.Kind);
        RuleFor(c => c.Thresholds).Must((c, _) => !Enum.IsDefined(c.Kind) || c.Settings.CanFind)
            .WithErrorCode("out_of_range").WithState(c => AnomalyRuleShapes.BoundOf(c.Kind));
        RuleFor(c => c.Scope).IsWhole();
    }
}

/// <summary>Judges the shape of what is set on a rule.</summary>
internal static class AnomalyRuleShapes
{
    /// <summary>Each amount is one of the rule's and within its bounds.</summary>
    public static void AreOf<T>(this IRuleBuilder<T, IReadOnlyDictionary<string, int>?> rule, Func<T, AnomalyKind> kindOf) =>
        rule.Must((c, amounts) => amounts is null || !Enum.IsDefined(kindOf(c)) || amounts.All(a => AnomalyRules.Of(kindOf(c)).Thresholds.Any(t => string.Equals(t.Name, a.Key, StringComparison.Ordinal) && t.Min <= a.Value && a.Value <= t.Max)))
            .WithErrorCode("out_of_range").WithState(c => string.Join(", ", AnomalyRules.Of(kindOf(c)).Thresholds.Select(t => $"{t.Name} {t.Min}..{t.Max}")));

    /// <summary>Which amounts may not contradict each other, as a limit says it.</summary>
    public static string? BoundOf(AnomalyKind kind) => AnomalyRules.Of(kind).Bound is var (atMost, of) ? $"{atMost.Name} <= {of.Name}" : null;

    /// <summary>No list of it is too long, and its roles are a company's.</summary>
    public static void IsWhole<T>(this IRuleBuilder<T, AnomalyRuleScopeDto?> rule) =>
        rule.Must(s => s is null || (s.TeamIds.Count <= RuleScope.MaxEntries && s.ShiftIds.Count <= RuleScope.MaxEntries)).WithErrorCode("too_many").WithState(_ => RuleScope.MaxEntries)
            .Must(s => s is null || s.Roles.All(role => Roles.OfCompany.Contains(role, StringComparer.Ordinal))).WithErrorCode("unknown_value");
}

internal sealed class PutAnomalyRuleHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<PutAnomalyRuleCommand, Result<AnomalyRuleDto>>
{
    public async Task<Result<AnomalyRuleDto>> Handle(PutAnomalyRuleCommand request, CancellationToken cancellationToken)
    {
        var choice = await db.AnomalyRuleChoices.SingleOrDefaultAsync(c => c.Kind == request.Kind, cancellationToken);
        if (scope.IfMatch is { } version && version != (choice?.Version ?? 0))
        {
            return new VersionMismatch();
        }

        var settings = request.Settings;
        if (!await db.KnowsAsync(settings.Scope, cancellationToken))
        {
            return new AnomalyScopeUnknown();
        }

        if (choice is null)
        {
            choice = new AnomalyRuleChoice(scope.Tenant.Id, time.New(), settings);
            db.AnomalyRuleChoices.Add(choice);
        }
        else if (choice.Settings.IsSame(settings))
        {
            return AnomalyRuleDto.Of(settings, choice.Version);
        }
        else
        {
            choice.Set(settings);
        }

        return AnomalyRuleDto.Of(settings, version: 0);
    }
}

/// <summary>Finds what a scope names.</summary>
internal static class AnomalyScopes
{
    public static async Task<bool> KnowsAsync(this ISatcomDb db, RuleScope scope, CancellationToken cancellationToken)
    {
        var (teams, shifts) = (scope.TeamIds, scope.ShiftIds);
        return (teams.Count == 0 || await db.Teams.CountAsync(t => teams.Contains(t.Id), cancellationToken) == teams.Count)
            && (shifts.Count == 0 || await db.Shifts.CountAsync(s => shifts.Contains(s.Id), cancellationToken) == shifts.Count);
    }
}
