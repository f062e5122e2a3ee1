namespace Satcom.IntegrationTests.Contract;

/// <content>What an operation takes and nothing is said of.</content>
internal static partial class OperationData
{
    private static IEnumerable<string> Missing(ServiceOperation operation)
    {
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In is "path" && !PathValues.ContainsKey(PathKey(operation, parameter.Name)))
            {
                yield return $"{operation}: path parameter {PathKey(operation, parameter.Name)}";
            }

            if (parameter.In is "query" && !QueryValues.ContainsKey(QueryKey(operation, parameter.Name)))
            {
                yield return $"{operation}: query parameter {parameter.Name}";
            }
        }

        if (operation.HasBody && !Bodies.ContainsKey(operation.Id))
        {
            yield return $"{operation}: body";
        }
    }
}
