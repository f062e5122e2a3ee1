using System.Reflection;
using Satcom.Application.Common;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.UseCases;

public sealed class AuditActionTests
{
    [Fact]
    public void EveryAuditAction_StandsInTheAdministratorsGuide()
    {
        var guide = Repository.Files("docs", "administration.md").Single().Text;
        var actions = Projects.Of("Application").GetTypes().Select(t => t.GetCustomAttribute<AuditActionAttribute>()?.Action).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

        actions.Count.ShouldBeGreaterThan(40);
        actions.Where(action => !guide.Contains($"`{action}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
