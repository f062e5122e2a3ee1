using Satcom.Application.Common;
using Satcom.Application.Jobs;
using Satcom.Domain.Jobs;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Jobs;

internal sealed class JobRunExample : IExample<JobRunDto>
{
    public JobRunDto Value => new()
    {
        Id = ExampleValues.Thing,
        Job = "leave-accrual",
        Scope = JobRunScope.Company,
        Cause = JobRunCause.Person,
        State = JobRunState.Running,
        AskedById = ExampleValues.Hr,
        AskedAt = ExampleValues.At(6),
        StartedAt = ExampleValues.At(6),
        DurationSeconds = 12,
        Done = 340,
        Version = 1204,
    };
}

internal sealed class JobRunsExample : IExample<Page<JobRunDto>>
{
    public Page<JobRunDto> Value => new([new JobRunExample().Value], ExampleValues.Cursor);
}

internal sealed class JobExample : IExample<JobDto>
{
    public JobDto Value => new()
    {
        Name = "leave-accrual",
        IsPerCompany = true,
        Cron = "0 5 * * * ?",
        NextRunAt = ExampleValues.At(6, 5),
        IsPaused = false,
        LastStartedAt = ExampleValues.At(5, 5),
        LastFinishedAt = ExampleValues.At(5, 6),
        LastRun = new JobRunExample().Value,
        Version = 2,
    };
}

internal sealed class JobsExample : IExample<Page<JobDto>>
{
    public Page<JobDto> Value => new([new JobExample().Value], NextCursor: null);
}

internal sealed class NewJobRunExample : IExample<NewJobRun>
{
    public NewJobRun Value => new(ExampleValues.Thing);
}

internal sealed class JobPauseReasonExample : IExample<JobPauseReason>
{
    public JobPauseReason Value => new("The accruals of March are looked into first.");
}
