using System.Text.Json;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

public sealed class OperationDataTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    [Fact]
    public async Task Table_ComparedWithTheDocument_LacksNothingAndHoldsNothingOld()
    {
        var operations = await ServiceDocument.OperationsAsync(host);

        operations.ShouldNotBeEmpty();
        OperationData.Missing(operations).ShouldBeEmpty("The walks over all operations need a value: add it to OperationData.");
        OperationData.Superfluous(operations).ShouldBeEmpty("No operation uses these any more: take them out of OperationData.");
    }

    [Fact]
    public void Missing_WhenARouteIsNew_NamesItsParametersAndBody()
    {
        var document = JsonElement.Parse(
            """
            {"paths":{"/api/v1/secrets/{id}":{"put":{"operationId":"Vault_Put","requestBody":{},
            "parameters":[{"name":"id","in":"path"},{"name":"keeperId","in":"query"},{"name":"limit","in":"query"}]}}}}
            """);

        OperationData.Missing(ServiceDocument.Operations(document)).ShouldBe(
        [
            "Vault_Put (PUT /api/v1/secrets/{id}): path parameter secrets/{id}",
            "Vault_Put (PUT /api/v1/secrets/{id}): query parameter keeperId",
            "Vault_Put (PUT /api/v1/secrets/{id}): body",
        ]);
    }
}
