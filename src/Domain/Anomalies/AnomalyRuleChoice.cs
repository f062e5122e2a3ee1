using Satcom.Domain.Common;

namespace Satcom.Domain.Anomalies;

/// <summary>What a company has set on one rule. A rule without one works by its defaults.</summary>
[Audited("anomalyRule")]
public sealed class AnomalyRuleChoice : AggregateRoot
{
    private AnomalyRuleChoice(Guid tenantId, Guid id, AnomalyKind kind)
        : base(tenantId, id) => Kind = kind;

    public AnomalyRuleChoice(Guid tenantId, Guid id, RuleSettings settings)
        : this(tenantId, id, settings.Kind) => Set(settings);

    public AnomalyKind Kind { get; private set; }

    public bool IsEnabled { get; private set; }

    public AnomalySeverity Severity { get; private set; }

    /// <summary>Amounts by name, as far as they differ from the defaults.</summary>
    public Dictionary<string, int> Thresholds { get; private set; } = [];

    public List<Guid> TeamIds { get; private set; } = [];

    public List<Guid> ShiftIds { get; private set; } = [];

    public List<string> Roles { get; private set; } = [];

    public RuleSettings Settings => new(Kind, IsEnabled, Severity, Thresholds, new RuleScope(TeamIds, ShiftIds, Roles));

    public void Set(RuleSettings settings)
    {
        (IsEnabled, Severity) = (settings.IsEnabled, settings.Severity);
        Thresholds = new Dictionary<string, int>(settings.Thresholds, StringComparer.Ordinal);
        (TeamIds, ShiftIds, Roles) = ([.. settings.Scope.TeamIds], [.. settings.Scope.ShiftIds], [.. settings.Scope.Roles]);
        Raise(new AnomalyRulesChanged(TenantId));
    }
}
