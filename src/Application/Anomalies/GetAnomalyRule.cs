using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>What a rule looks for, and on whom.</summary>
[Requires(Permissions.AnomaliesRead)]
public sealed record GetAnomalyRuleQuery(AnomalyKind Kind) : IQuery<AnomalyRuleDto>;

/// <summary>A rule as the company has set it.</summary>
public sealed record AnomalyRuleDto : IVersioned
{
    /// <summary>What sort of finding it makes.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>Whether it judges.</summary>
    public required bool Enabled { get; init; }

    /// <summary>How much its findings matter.</summary>
    public required AnomalySeverity Severity { get; init; }

    /// <summary>The amounts in force, by name; names end with their unit.</summary>
    public required Dictionary<string, int> Thresholds { get; init; }

    /// <summary>What each amount may be.</summary>
    public required IReadOnlyList<AnomalyThresholdDto> Bounds { get; init; }

    /// <summary>On whom it looks.</summary>
    public required AnomalyRuleScopeDto Scope { get; init; }

    /// <summary>Changes with every change of the rule; as ETag too. Zero until there was one.</summary>
    public uint Version { get; set; }

    internal static AnomalyRuleDto Of(RuleSettings settings, uint version) => new()
    {
        Kind = settings.Kind,
        Enabled = settings.IsEnabled,
        Severity = settings.Severity,
        Thresholds = AnomalyRules.Of(settings.Kind).Thresholds.ToDictionary(t => t.Name, t => settings[t], StringComparer.Ordinal),
        Bounds = [.. AnomalyRules.Of(settings.Kind).Thresholds.Select(t => new AnomalyThresholdDto(t.Name, t.Default, t.Min, t.Max))],
        Scope = new AnomalyRuleScopeDto(settings.Scope.TeamIds, settings.Scope.ShiftIds, settings.Scope.Roles),
        Version = version,
    };
}

/// <summary>What an amount may be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">What holds until the company sets another.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
public sealed record AnomalyThresholdDto(string Name, int Default, int Min, int Max);

/// <summary>On whom a rule looks: what is empty lets everybody through, what is not must hold too.</summary>
/// <param name="TeamIds">Teams: of each date that which the person was in on it.</param>
/// <param name="ShiftIds">Shifts: of each date on which the person attended that which was planned on it. Dates without attendance are in the scope of no shift.</param>
/// <param name="Roles">Roles: the person has one of them.</param>
public sealed record AnomalyRuleScopeDto(IReadOnlyList<Guid> TeamIds, IReadOnlyList<Guid> ShiftIds, IReadOnlyList<string> Roles)
{
    internal RuleScope ToScope() => new([.. TeamIds.Distinct()], [.. ShiftIds.Distinct()], [.. Roles.Distinct(StringComparer.Ordinal)]);
}

internal sealed class GetAnomalyRuleValidator : AbstractValidator<GetAnomalyRuleQuery>
{
    public GetAnomalyRuleValidator() => RuleFor(q => q.Kind).IsInEnum();
}

internal sealed class GetAnomalyRuleHandler(ISatcomDb db) : IRequestHandler<GetAnomalyRuleQuery, Result<AnomalyRuleDto>>
{
    public async Task<Result<AnomalyRuleDto>> Handle(GetAnomalyRuleQuery request, CancellationToken cancellationToken) =>
        await db.AnomalyRuleChoices.AsNoTracking().SingleOrDefaultAsync(c => c.Kind == request.Kind, cancellationToken) is { } choice
            ? AnomalyRuleDto.Of(choice.Settings, choice.Version)
            : AnomalyRuleDto.Of(RuleSettings.DefaultOf(AnomalyRules.Of(request.Kind)), version: 0);
}
