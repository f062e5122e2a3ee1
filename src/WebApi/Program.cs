using Satcom.Application;
using Satcom.Infrastructure;
using Satcom.WebApi.Common;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Observability;
using Satcom.WebApi.Identity;
using Satcom.WebApi.Realtime;

var builder = WebApplication.CreateBuilder(args);

builder.Services
    .AddApplication()
    .AddCallers()
    .AddInfrastructure(builder.Configuration, builder.Environment)
    .AddSatcomHttp()
    .AddSatcomHub()
    .AddSatcomObservability(builder.Environment)
    .AddSystemClock();

var app = builder.Build();

app.UseSatcomHttp();
app.UseRouting();
app.UseCallers();

app.MapControllers();
app.MapKeySet();
app.MapSatcomHub();
app.MapSatcomOperations();

await app.Services.PrepareSatcomAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
