variable "name" {
  description = "The name of the service, and the prefix of the names of the worker, the job and the service accounts."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}

variable "image" {
  description = "The first image, with its digest; null creates everything except the programs."
  type        = string
  nullable    = true
}

variable "public_base_uri" {
  description = "The address that hosts and guests use."
  type        = string
}

variable "sign_in" {
  description = "The OpenID client."
  type        = object({ client_id = string, issuer = string })
}

variable "twilio" {
  description = "The Twilio account, the number or messaging service that sends texts, and the allowed countries, as in SMS_COUNTRIES (required with a messaging service)."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  nullable    = true
}

variable "mail_from" {
  description = "The sender of emails."
  type        = string
  nullable    = true
}

variable "settings" {
  description = "Other settings of the program. The settings of this module override them."
  type        = map(string)
}

variable "secrets" {
  description = "The secret of each setting, except those of the database."
  type        = map(string)
}

variable "connection_secret" {
  description = "The secret of DB_CONN_STRING."
  type        = string
}

variable "ca_secret" {
  description = "The secret with the certificate of the database's certificate authority."
  type        = string
}

variable "ca_file" {
  description = "The path of that certificate in DB_CONN_STRING; no other file may be in its folder."
  type        = string
}

variable "network" {
  description = "The network of the database."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork of the instances."
  type        = string
}

variable "instances" {
  description = "The number of instances of the service. Each uses up to 8 database connections."
  type        = object({ min = number, max = number })
}

variable "concurrency" {
  description = "The maximum number of concurrent requests of an instance; each open page of a host is one."
  type        = number
  default     = 250
}

variable "workers" {
  description = "The number of workers. One is enough; a second one works while the first one restarts."
  type        = number
}

variable "protect" {
  description = "Whether the service, the worker and the job are protected from deletion."
  type        = bool
}
