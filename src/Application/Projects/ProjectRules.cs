using FluentValidation;
using Satcom.Application.People;
using Satcom.Domain.Projects;

namespace Satcom.Application.Projects;

/// <summary>What a client says of a project.</summary>
/// <param name="Code">Unique in the company, whatever its case.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Client">Whom the work is for.</param>
/// <param name="Status">Whether work goes on in it.</param>
/// <param name="StartsOn">The first date on which time may be entered; left out for any.</param>
/// <param name="EndsOn">The last date on which time may be entered; left out for any.</param>
/// <param name="OwnerId">The account that answers for it; left out, the caller of a new one, and unchanged of another.</param>
public sealed record ProjectInput(
    string Code, string Name, string? Client = null, ProjectStatus Status = ProjectStatus.Active, DateOnly? StartsOn = null, DateOnly? EndsOn = null, Guid? OwnerId = null)
{
    internal ProjectFacts ToFacts(Guid ownerId) =>
        new(Code.Trim(), Name.Trim(), string.IsNullOrWhiteSpace(Client) ? null : Client.Trim(), Status, StartsOn, EndsOn, OwnerId ?? ownerId);
}

/// <summary>The rules of shape that messages about projects and tasks share.</summary>
internal static class ProjectRules
{
    public static IRuleBuilderOptions<T, string?> IsCode<T>(this IRuleBuilder<T, string?> rule) => rule.NotEmpty().IsLine(Project.CodeMaxLength);

    public static IRuleBuilderOptions<T, string?> IsName<T>(this IRuleBuilder<T, string?> rule) => rule.NotEmpty().IsLine(Project.NameMaxLength);

    public static IRuleBuilderOptions<T, string?> IsClient<T>(this IRuleBuilder<T, string?> rule) => rule.IsLine(Project.ClientMaxLength);
}
