using System.Reflection;
using System.Runtime.CompilerServices;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Sources;

public sealed class AsyncTests
{
    /// <summary>Interfaces and base types of others fix the signature; the reason stands beside each kind that is let off.</summary>
    private static readonly (Func<MethodInfo, bool> IsLetOff, string Why)[] Exceptions =
    [
        (m => m.GetBaseDefinition().DeclaringType?.Assembly is { } home && !IsOurs(home), "overrides a method of the framework"),
        (ImplementsForeignInterface, "implements an interface of the framework"),
        (m => m.GetParameters().Any(p => p.ParameterType.FullName is "Microsoft.AspNetCore.Http.HttpContext"), "the request carries its own token, RequestAborted"),
        (m => m.DeclaringType is { IsInterface: true, Name: "ISatcomClient" }, "SignalR implements it by reflection on method names and arguments"),
        (m => Array.Exists(m.GetParameters(), p => p.ParameterType.FullName is "Microsoft.AspNetCore.Mvc.Formatters.InputFormatterContext" or "Microsoft.AspNetCore.Connections.ConnectionContext"), "the context carries its own token"),
        (m => Is(m, "PasswordGate", "JudgeAsync"), "an attempt that was claimed is counted, whoever hangs up"),
        (m => Is(m, "JobRunner", "TryEndAsync"), "a run's end is written also where the node stops"),
        (m => Is(m, "BusListener", "UnlistenAsync"), "a connection goes back to the pool clean, also where the node stops"),
        (m => Is(m, "MessageDispatcher", "SettleAsync"), "what it settles carries the token"),
        (m => Is(m, "HubDrain", "DrainAsync"), "it is what is done when the node stops, and has its own limit"),
        (m => Is(m, "HubMember", "WaitAsync"), "a write that has begun ends with its connection"),
    ];

    [Fact]
    public void EveryMethod_ThatReturnsATask_TakesACancellationToken()
    {
        var methods = Projects.All.SelectMany(Projects.TypesOf).SelectMany(Declared).ToList();

        methods.Count(m => IsTask(m.ReturnType)).ShouldBeGreaterThan(50);
        methods.Where(Lacks).Select(m => $"{m.DeclaringType!.FullName}.{m.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Lacks_WhenTheTokenIsMissing_SaysSo()
    {
        Declared(typeof(Sample)).Where(Lacks).Select(m => m.Name).Order(StringComparer.Ordinal).ShouldBe([nameof(Sample.Deaf), "DeafWithin"]);
    }

    private static IEnumerable<MethodInfo> Declared(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && !m.IsDefined(typeof(CompilerGeneratedAttribute)) && !m.Name.Contains('<', StringComparison.Ordinal));

    private static bool Lacks(MethodInfo method) =>
        IsTask(method.ReturnType)
        && !Array.Exists(method.GetParameters(), p => p.ParameterType == typeof(CancellationToken))
        && !Array.Exists(Exceptions, e => e.IsLetOff(method));

    private static bool Is(MethodInfo method, string type, string name) => string.Equals(method.DeclaringType!.Name, type, StringComparison.Ordinal) && string.Equals(method.Name, name, StringComparison.Ordinal);

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static bool IsOurs(Assembly assembly) => assembly.GetName().Name!.StartsWith("Satcom.", StringComparison.Ordinal);

    private static bool ImplementsForeignInterface(MethodInfo method) =>
        method.DeclaringType is { IsInterface: false } type
        && Array.Exists(type.GetInterfaces(), i => !IsOurs(i.Assembly) && Array.IndexOf(type.GetInterfaceMap(i).TargetMethods, method) >= 0);

    private sealed class Sample : IAsyncDisposable
    {
        public static Task Deaf() => Task.CompletedTask;

        public static Task Heard(CancellationToken cancellationToken) => DeafWithin().WaitAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static Task DeafWithin() => Task.CompletedTask;
    }
}
