using System.Reflection;
using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.UseCases;

/// <summary>What every message and its handler keep; the messages are found from the assembly.</summary>
public sealed class UseCaseTests
{
    private static readonly Type[] Messages = [.. Projects.All.SelectMany(Projects.TypesOf).Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IBaseRequest)))];
    private static readonly Type[] Handlers = [.. Projects.All.SelectMany(Projects.TypesOf).Where(IsHandler)];
    private static readonly Dictionary<string, string> FilesByName =
        Repository.Files("src/Application", ".cs").ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);

    [Fact]
    public void Messages_Found_AreThoseOfTheService() => Messages.Length.ShouldBeGreaterThan(20);

    [Fact]
    public void EveryMessage_HasOneRuleOfAccess()
    {
        Messages.SelectMany(AccessFaults).ShouldBeEmpty();
        AccessFaults(typeof(Open)).ShouldBe(["Open has 0 rules of access"]);
        AccessFaults(typeof(Torn)).ShouldBe(["Torn has 2 rules of access"]);
        AccessFaults(typeof(Vague)).ShouldBe(["Vague asks for a permission that is not there", "Vague asks for a permission that is not there"]);
    }

    [Fact]
    public void EveryCommand_NamesItsAuditAction()
    {
        Messages.SelectMany(AuditFaults).ShouldBeEmpty();
        AuditFaults(typeof(Open)).ShouldBe(["Open has no audit action of the form feature.useCase"]);
    }

    [Fact]
    public void EveryMessage_IsSealedAndNamedAfterItsKind() =>
        Messages.Where(m => !m.IsSealed || !m.Name.EndsWith(m.IsAssignableTo(typeof(ICommand)) ? "Command" : "Query", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void EveryMessage_HasOneHandler_WhichIsSealedAndInternalAndNamedAfterIt()
    {
        var faults = Messages.SelectMany(message => HandlerFaults(message, Handlers));

        faults.ShouldBeEmpty();
        HandlerFaults(typeof(Open), Handlers).ShouldBe(["Open has 0 handlers"]);
        HandlerFaults(typeof(Torn), [typeof(LooseHandler)]).ShouldBe(["LooseHandler is not sealed and internal", "LooseHandler is not called TornHandler"]);
    }

    [Fact]
    public void EveryUseCase_LivesInAFileOfItsName()
    {
        var faults = Messages.SelectMany(FileFaults);

        faults.ShouldBeEmpty();
        FileFaults(typeof(Open)).ShouldNotBeEmpty();
    }

    [Fact]
    public void EveryValidator_IsSealedAndInternalAndBesideItsMessage() =>
        Projects.Of("Application").GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IValidator)))
            .Where(v => !v.IsSealed || v.IsVisible || !string.Equals(v.Namespace, v.BaseType!.GetGenericArguments()[0].Namespace, StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Handlers_AndWhatTheyUse_NeverSave()
    {
        string[] banned = ["SaveChanges", "ExecuteUpdate", "ExecuteDelete", "ExecuteSql", "IUnitOfWork unitOfWork"];
        var faults = FilesByName.SelectMany(f => SaveFaults(f.Key, f.Value, banned));

        faults.ShouldBeEmpty();
        SaveFaults("src/Application/X/Y.cs", "await db.SaveChangesAsync(token);", banned).ShouldBe(["src/Application/X/Y.cs uses SaveChanges"]);
    }

    private static bool IsHandler(Type type) =>
        type is { IsClass: true, IsAbstract: false } && Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>));

    private static IEnumerable<string> AccessFaults(Type message)
    {
        Type[] rules = [typeof(RequiresAttribute), typeof(AnonymousAttribute), typeof(SignedInAttribute), typeof(SystemOnlyAttribute)];
        if (rules.Count(rule => message.IsDefined(rule, inherit: false)) is not 1 and var count)
        {
            yield return $"{message.Name} has {count} rules of access";
        }

        if (message.GetCustomAttribute<RequiresAttribute>() is { } requires)
        {
            foreach (var unknown in requires.AnyOf.DefaultIfEmpty(string.Empty).Where(p => !Permissions.All.Contains(p, StringComparer.Ordinal)))
            {
                yield return $"{message.Name} asks for a permission that is not there";
            }
        }
    }

    private static IEnumerable<string> AuditFaults(Type message)
    {
        if (!message.IsAssignableTo(typeof(ICommand)))
        {
            yield break;
        }

        var parts = message.GetCustomAttribute<AuditActionAttribute>()?.Action.Split('.');
        if (parts is not [{ Length: > 0 } feature, { Length: > 0 } useCase] || !char.IsAsciiLetterLower(feature[0]) || !char.IsAsciiLetterLower(useCase[0]))
        {
            yield return $"{message.Name} has no audit action of the form feature.useCase";
        }
    }

    private static IEnumerable<string> HandlerFaults(Type message, Type[] handlers)
    {
        var own = handlers.Where(h => Array.Exists(h.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && i.GetGenericArguments()[0] == message)).ToList();
        if (own.Count != 1)
        {
            yield return $"{message.Name} has {own.Count} handlers";
        }

        foreach (var handler in own)
        {
            if (!handler.IsSealed || handler.IsVisible)
            {
                yield return $"{handler.Name} is not sealed and internal";
            }

            if (!string.Equals(handler.Name, $"{UseCaseOf(message)}Handler", StringComparison.Ordinal))
            {
                yield return $"{handler.Name} is not called {UseCaseOf(message)}Handler";
            }
        }
    }

    /// <summary>A message of the service's own may share the file of the use case that sends it.</summary>
    private static IEnumerable<string> FileFaults(Type message)
    {
        var folder = message.Namespace!.Replace("Satcom.Application", "src/Application", StringComparison.Ordinal).Replace('.', '/');
        var own = $"{folder}/{UseCaseOf(message)}.cs";
        var text = FilesByName.GetValueOrDefault(own)
            ?? (message.IsVisible ? null : FilesByName.Where(f => f.Key.StartsWith(folder + "/", StringComparison.Ordinal) && f.Value.Contains($"record {message.Name}", StringComparison.Ordinal)).Select(f => f.Value).SingleOrDefault());
        if (text is null)
        {
            yield return $"{own} is not there";
            yield break;
        }

        foreach (var part in new[] { $"record {message.Name}", $"class {UseCaseOf(message)}Handler" }.Where(part => !text.Contains(part, StringComparison.Ordinal)))
        {
            yield return $"{own} lacks {part}";
        }

        var validator = Projects.Of("Application").GetTypes().FirstOrDefault(t => t.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == typeof(AbstractValidator<>) && b.GetGenericArguments()[0] == message);
        if (validator is not null && !text.Contains($"class {UseCaseOf(message)}Validator", StringComparison.Ordinal))
        {
            yield return $"{own} lacks its validator";
        }
    }

    private static IEnumerable<string> SaveFaults(string path, string text, string[] banned) =>
        path.StartsWith("src/Application/Common/", StringComparison.Ordinal) ? [] : banned.Where(word => text.Contains(word, StringComparison.Ordinal)).Select(word => $"{path} uses {word}");

    private static string UseCaseOf(Type message) => message.Name.EndsWith("Command", StringComparison.Ordinal) ? message.Name[..^"Command".Length]
        : message.Name.EndsWith("Query", StringComparison.Ordinal) ? message.Name[..^"Query".Length] : message.Name;

    private sealed record Open : IPlainCommand;

    [Anonymous]
    [SignedIn]
    public sealed record Torn : IPlainCommand;

    [Requires("no.such", "nor.this")]
    private sealed record Vague : IPlainCommand;

    public sealed class LooseHandler : IRequestHandler<Torn, Domain.Common.Result>
    {
        public Task<Domain.Common.Result> Handle(Torn request, CancellationToken cancellationToken) => Task.FromResult(Domain.Common.Result.Success);
    }
}
