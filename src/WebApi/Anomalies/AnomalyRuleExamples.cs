using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Anomalies;

internal sealed class AnomalyRuleRequestExample : IExample<AnomalyRuleRequest>
{
    public AnomalyRuleRequest Value => new(Enabled: true, AnomalySeverity.Medium, new(StringComparer.Ordinal) { ["minimumCount"] = 4 }, new AnomalyRuleScopeDto([ExampleValues.Team], [], []));
}

internal sealed class AnomalyPreviewRequestExample : IExample<AnomalyPreviewRequest>
{
    public AnomalyPreviewRequest Value => new(Days: 30, new(StringComparer.Ordinal) { ["minimumCount"] = 2 });
}

internal sealed class AnomalyRuleExample : IExample<AnomalyRuleDto>
{
    public AnomalyRuleDto Value => new()
    {
        Kind = AnomalyKind.RepeatedLateCheckIn,
        Enabled = true,
        Severity = AnomalySeverity.Medium,
        Thresholds = new(StringComparer.Ordinal) { ["minimumCount"] = 4, ["minimumSeconds"] = 60, ["windowWorkingDays"] = 10 },
        Bounds = [new AnomalyThresholdDto("minimumCount", 3, 1, 30), new AnomalyThresholdDto("minimumSeconds", 60, 1, 14400), new AnomalyThresholdDto("windowWorkingDays", 10, 1, 30)],
        Scope = new AnomalyRuleScopeDto([ExampleValues.Team], [], []),
        Version = 812,
    };
}

internal sealed class AnomalyRulesExample : IExample<AnomalyRulesDto>
{
    public AnomalyRulesDto Value => new([new AnomalyRuleExample().Value]);
}

internal sealed class AnomalyPreviewExample : IExample<AnomalyPreviewDto>
{
    public AnomalyPreviewDto Value => new(1, 1, [new AnomalyPreviewItemDto(ExampleValues.Employee, ExampleValues.EmployeeName, ExampleValues.Date, ExampleValues.Date.AddDays(6), new(StringComparer.Ordinal) { ["count"] = "2" }, "2 late check-ins within 10 working days, on 2026-03-02, 2026-03-03.")]);
}

internal sealed class AnomalyCountsExample : IExample<AnomalyCountsDto>
{
    public AnomalyCountsDto Value => new(Open: 3, Acknowledged: 1, AssignedToMe: 1, HighOpen: 1);
}

internal sealed class EvaluateAnomaliesExample : IExample<EvaluateAnomaliesCommand>
{
    public EvaluateAnomaliesCommand Value => new(ExampleValues.Thing, ExampleValues.Date, ExampleValues.Date.AddDays(27), UserIds: null);
}

internal sealed class AnomalyEvaluationsExample : IExample<Page<AnomalyEvaluationDto>>
{
    public Page<AnomalyEvaluationDto> Value => new([new AnomalyEvaluationExample().Value], ExampleValues.Cursor);
}

internal sealed class AnomalyEvaluationExample : IExample<AnomalyEvaluationDto>
{
    public AnomalyEvaluationDto Value => new()
    {
        Id = ExampleValues.Thing,
        From = ExampleValues.Date,
        To = ExampleValues.Date.AddDays(27),
        UserIds = [],
        State = EvaluationState.Completed,
        People = 48,
        Done = 48,
        Raised = 3,
        Changed = 1,
        Cleared = 2,
        AskedById = ExampleValues.Hr,
        AskedAt = ExampleValues.At(20),
        FinishedAt = ExampleValues.At(20, 1),
        Version = 813,
    };
}
