variable "name" {
  description = "The name of the service; the worker, the job and the accounts begin with it."
  type        = string
}

variable "region" {
  description = "Where they run."
  type        = string
}

variable "image" {
  description = "The image to begin with, by digest; null makes everything but what runs."
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
  description = "The Twilio account, the number or messaging service that texts come from, and the countries they may go to, as in SMS_COUNTRIES (needed with a messaging service)."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  nullable    = true
}

variable "mail_from" {
  description = "Whom email comes from."
  type        = string
  nullable    = true
}

variable "settings" {
  description = "What else the program is told, by the names of its settings; what this module sets itself comes first."
  type        = map(string)
}

variable "secrets" {
  description = "The secret of each setting, but for the database's."
  type        = map(string)
}

variable "connection_secret" {
  description = "The secret of DB_CONN_STRING."
  type        = string
}

variable "ca_secret" {
  description = "The secret with the certificate of the database's authority."
  type        = string
}

variable "ca_file" {
  description = "Where DB_CONN_STRING expects that certificate; alone in its folder."
  type        = string
}

variable "network" {
  description = "The network of the database."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork that instances have an address in."
  type        = string
}

variable "instances" {
  description = "How many instances serve. Each holds up to 8 connections to the database."
  type        = object({ min = number, max = number })
}

variable "concurrency" {
  description = "How many requests one instance serves at once; every host's open page is one."
  type        = number
  default     = 250
}

variable "workers" {
  description = "How many instances deal and send. One is enough; a second one bridges the first one's restarts."
  type        = number
}

variable "protect" {
  description = "Whether deleting the service, the worker and the job is refused."
  type        = bool
}
