namespace Satcom.Application.Jobs;

/// <summary>What the service does by the clock.</summary>
public interface IJobCatalogue
{
    /// <summary>Every job, by name.</summary>
    IReadOnlyList<JobInfo> All { get; }
}

/// <summary>One of them.</summary>
/// <param name="Name">What it is known by, such as leave-accrual.</param>
/// <param name="IsPerTenant">True when it does each company's work; false when it is about the installation alone.</param>
public sealed record JobInfo(string Name, bool IsPerTenant);
