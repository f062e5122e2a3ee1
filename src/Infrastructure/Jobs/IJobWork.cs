namespace Satcom.Infrastructure.Jobs;

/// <summary>What a job does. One of a job runs at a time, on whichever node; what it did not get to is found by its next run.</summary>
internal interface IJobWork
{
    /// <summary>Does what there is to do, and says as it goes how far it has come.</summary>
    Task RunAsync(JobProgress run, CancellationToken cancellationToken);
}
