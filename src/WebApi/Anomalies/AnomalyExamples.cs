using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Anomalies;

internal sealed class AnomalyNoteExample : IExample<AnomalyNoteRequest>
{
    public AnomalyNoteRequest Value => new("Looking into it.");
}

internal sealed class AnomalyAssignmentExample : IExample<AnomalyAssignmentRequest>
{
    public AnomalyAssignmentRequest Value => new(ExampleValues.Hr, "Please ask him.");
}

internal sealed class AnomalyResolutionExample : IExample<AnomalyResolutionRequest>
{
    public AnomalyResolutionRequest Value => new(AnomalyResolution.Corrected, "He left at 17:00.");
}

internal sealed class AnomalyExample : IExample<AnomalyDto>
{
    public AnomalyDto Value => new()
    {
        Id = ExampleValues.Thing,
        Kind = AnomalyKind.MissingCheckOut,
        Severity = AnomalySeverity.Medium,
        Status = AnomalyStatus.Acknowledged,
        UserId = ExampleValues.Employee,
        DisplayName = ExampleValues.EmployeeName,
        Date = ExampleValues.Date,
        LastDate = ExampleValues.Date,
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = "2026-03-02", ["sessionStartedAt"] = "2026-03-02T04:00:00Z", ["limitSeconds"] = "57600" },
        RaisedAt = ExampleValues.At(20),
        History = [new AnomalyStepDto("acknowledged", ExampleValues.Hr, ExampleValues.HrName, "Looking into it.", ExampleValues.At(21))],
        Version = 812,
    };
}

internal sealed class AnomaliesExample : IExample<Page<AnomalyDto>>
{
    public Page<AnomalyDto> Value => new([new AnomalyExample().Value], ExampleValues.Cursor);
}
