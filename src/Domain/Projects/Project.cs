using Satcom.Domain.Common;

namespace Satcom.Domain.Projects;

/// <summary>Whether work goes on in a project.</summary>
public enum ProjectStatus
{
    Active,

    /// <summary>Over: it stays for what was entered, and takes nothing more.</summary>
    Archived,
}

/// <summary>What is said of a project.</summary>
/// <param name="Code">Unique in the company, whatever its case.</param>
/// <param name="Client">Whom the work is for.</param>
/// <param name="StartsOn">The first date on which time may be entered; null for any.</param>
/// <param name="EndsOn">The last one.</param>
public sealed record ProjectFacts(string Code, string Name, string? Client, ProjectStatus Status, DateOnly? StartsOn, DateOnly? EndsOn, Guid OwnerId);

/// <summary>Something that people work on, with members who may enter time and tasks to enter it on.</summary>
[Audited("project")]
public sealed class Project : AggregateRoot
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 160;
    public const int ClientMaxLength = 160;

    private Project(Guid tenantId, Guid id, string code, string name, string? client, ProjectStatus status, DateOnly? startsOn, DateOnly? endsOn, Guid ownerId)
        : base(tenantId, id)
    {
        (Code, CodeKey, Name, Client, Status, StartsOn, EndsOn, OwnerId) = (code, KeyOf(code), name, client, status, startsOn, endsOn, ownerId);
    }

    public string Code { get; private set; }

    /// <summary>The code without its case.</summary>
    [Secret]
    public string CodeKey { get; private set; }

    public string Name { get; private set; }

    public string? Client { get; private set; }

    public ProjectStatus Status { get; private set; }

    public DateOnly? StartsOn { get; private set; }

    public DateOnly? EndsOn { get; private set; }

    /// <summary>The account that answers for the project.</summary>
    public Guid OwnerId { get; private set; }

    public ProjectFacts Facts => new(Code, Name, Client, Status, StartsOn, EndsOn, OwnerId);

    /// <summary>A code as it is compared.</summary>
    public static string KeyOf(string code) => code.Trim().ToUpperInvariant();

    public static Result<Project> Create(Guid tenantId, Guid id, ProjectFacts facts) =>
        facts.EndsOn < facts.StartsOn ? new ProjectDatesReversed() : new Project(tenantId, id, facts.Code, facts.Name, facts.Client, facts.Status, facts.StartsOn, facts.EndsOn, facts.OwnerId);

    /// <summary>Says of the project what is said now.</summary>
    public Error? Describe(ProjectFacts facts)
    {
        if (facts.EndsOn < facts.StartsOn)
        {
            return new ProjectDatesReversed();
        }

        (Code, CodeKey, Name, Client, Status, StartsOn, EndsOn, OwnerId) = (facts.Code, KeyOf(facts.Code), facts.Name, facts.Client, facts.Status, facts.StartsOn, facts.EndsOn, facts.OwnerId);
        return null;
    }

    /// <summary>Judges whether time may be entered on a date.</summary>
    public Error? JudgeEntry(DateOnly date) => Status == ProjectStatus.Archived || date < StartsOn || date > EndsOn ? new ProjectArchived() : null;
}
