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

var entityFramework = Preparation.MakeEntityFrameworkReadyAsync(CancellationToken.None);
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

if (!builder.Environment.IsDevelopment())
{
    builder.Services.AddHostedService<StartGarbage>();
}

var app = builder.Build();

// What people wait for is made ready while the routes are put together; nobody is listened to before both are done.
var prepared = Task.Run(() => app.Services.PrepareSatcomAsync(entityFramework, app.Lifetime.ApplicationStopping));

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

await prepared;

await app.RunAsync();
