using Satcom.Application;
using Satcom.Infrastructure;
using Satcom.WebApi.Common;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Observability;
using Satcom.WebApi.Common.OpenApi;
using Satcom.WebApi.Identity;
using Satcom.WebApi.Identity.ApiConsole;
using Satcom.WebApi.Identity.Provider;
using Satcom.WebApi.Leaves;
using Satcom.WebApi.Realtime;

var builder = WebApplication.CreateBuilder(args);

builder.Services
    .AddApplication()
    .AddCallers()
    .AddInfrastructure(builder.Configuration, builder.Environment)
    .AddSatcomHttp()
    .AddSatcomHub()
    .AddSatcomOpenApi()
    .AddSatcomObservability(builder.Environment)
    .AddSystemClock();

var app = builder.Build();

app.UseSatcomHttp();
app.UseAllowedOrigins();
app.UseTenantPaths();
app.UseRouting();
app.UseCallers();
app.UseSatcomConsole();

app.MapControllers();
app.MapProvider();
app.MapLeaveFeed();
app.MapSatcomHub();
app.MapSatcomOpenApi();
app.MapSatcomOperations();

await app.Services.PrepareSatcomAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
