using Satcom.Domain.Projects;

namespace Satcom.Domain.UnitTests.Projects;

public sealed class ProjectRuleTests
{
    private static readonly DateOnly Start = new(2026, 3, 2);

    [Theory]
    [InlineData(ProjectStatus.Active, 0, null)]
    [InlineData(ProjectStatus.Active, 9, null)]
    [InlineData(ProjectStatus.Active, -1, "project_archived")]
    [InlineData(ProjectStatus.Active, 10, "project_archived")]
    [InlineData(ProjectStatus.Archived, 5, "project_archived")]
    public void JudgeEntry_KeepsToTheStatusAndTheDates(ProjectStatus status, int day, string? code) =>
        Project.Create(Guid.Empty, Guid.Empty, Facts(status, Start, Start.AddDays(9))).Value.JudgeEntry(Start.AddDays(day)).ShouldBe(code is null ? null : new ProjectArchived());

    [Fact]
    public void Describe_WithDatesReversed_ChangesNothing()
    {
        var project = Project.Create(Guid.Empty, Guid.Empty, Facts(ProjectStatus.Active, startsOn: null, endsOn: null)).Value;

        project.Describe(Facts(ProjectStatus.Archived, Start, Start.AddDays(-1))).ShouldBeOfType<ProjectDatesReversed>();

        (project.Status, project.StartsOn).ShouldBe((ProjectStatus.Active, null));
        Project.Create(Guid.Empty, Guid.Empty, Facts(ProjectStatus.Active, Start, Start.AddDays(-1))).Error.ShouldBeOfType<ProjectDatesReversed>();
        project.JudgeEntry(Start).ShouldBeNull();
    }

    [Fact]
    public void KeyOf_ACode_HasNoCase() => Project.KeyOf(" North-7 ").ShouldBe(Project.KeyOf("NORTH-7"));

    private static ProjectFacts Facts(ProjectStatus status, DateOnly? startsOn, DateOnly? endsOn) => new("C", "Name", Client: null, status, startsOn, endsOn, Guid.Empty);
}
